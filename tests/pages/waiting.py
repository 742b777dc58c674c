"""What a hook says is waiting, as the tasks that a page would show."""

from logistics.pages.home import tasks_of


def tasks(found):
    return [task for item in found for task in tasks_of(item, 50)]
