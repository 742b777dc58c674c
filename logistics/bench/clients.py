"""People who ask for pages in this process."""

from django.test import Client


def client_of(person):
    client = Client()
    client.force_login(person, backend="logistics.people.backends.AppointmentBackend")
    return client


def get(client, url, **options):
    """Return a function that fetches ``url`` whole and insists on an answer."""

    def fetch():
        answer = client.get(url, **options)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code}")
        return answer

    return fetch
