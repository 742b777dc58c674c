"""What record pages with files share."""

from logistics.attachments.selectors import files_of, photos_of


class Filed:
    """A record page that shows its photos as a strip and its other files as links."""

    template_name = "finance/filed_detail.html"

    def get_photos(self):
        return photos_of(self.object)

    def get_paper(self):
        """Return the Action that prints the record, or None."""
        return None

    def get_actions(self):
        """The paper stands after the primary button and before what is seldom done."""
        actions, paper = super().get_actions(), self.get_paper()
        if paper is not None:
            actions.insert(1 if actions and actions[0].tone == "primary" else 0, paper)
        return actions

    def get_alert(self):
        """Return (tone, sentence) of what the reader should see first, or None."""
        return None

    def get_context(self):
        files = [file for file in files_of(self.object) if not file.is_picture]
        return {**super().get_context(), "files": files, "alert": self.get_alert()}
