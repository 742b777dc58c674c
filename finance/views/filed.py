"""What record pages with files share."""

from logistics.attachments.selectors import files_of, photos_of


class Filed:
    """A record page that shows its photos as a strip and its other files as links."""

    template_name = "finance/filed_detail.html"

    def get_photos(self):
        return photos_of(self.object)

    def get_alert(self):
        """Return (tone, sentence) of what the reader should see first, or None."""
        return None

    def get_context(self):
        files = [file for file in files_of(self.object) if not file.is_picture]
        return {**super().get_context(), "files": files, "alert": self.get_alert()}
