"""The key of the copies a browser keeps: for whoever is signed in, one of each person's own."""

from django.urls import reverse

URL = reverse("submission:draft_key")


def key(client, user):
    client.force_login(user)
    return client.get(URL).json()["key"]


def test_draft_key_is_the_same_for_one_person_and_different_for_two(client, cast):
    assert key(client, cast.member) == key(client, cast.member)
    assert key(client, cast.member) != key(client, cast.colleague)
    assert len(key(client, cast.member)) == 44


def test_draft_key_outlives_a_new_password(client, cast):
    before = key(client, cast.member)
    cast.member.set_password("Rikaze-2022-tian-2")
    cast.member.save()
    assert key(client, cast.member) == before


def test_draft_key_is_given_to_nobody_without_a_sign_in(client, db):
    assert client.get(URL).url == f"/sign-in/?next={URL}"


def test_draft_key_is_stored_nowhere_on_the_way(client, cast):
    client.force_login(cast.member)
    assert client.get(URL).headers["Cache-Control"] == "no-store"


def test_draft_key_is_not_given_to_a_public_computer(client, cast):
    client.force_login(cast.member)
    session = client.session
    session["public_computer"] = True
    session.save()
    assert client.get(URL).json()["key"] is None
