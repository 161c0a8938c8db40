"""Many clicks at the same moment, each in a thread and a connection of its own."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client


def post_at_once(client, requests):
    """The answers to ``requests``, pairs of address and data, sent by the person signed in at ``client``."""

    def send(request):
        own = Client()
        own.cookies = client.cookies
        try:
            return own.post(*request)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(send, requests))
