"""The short address of a saved view, for messages."""

from tests.tracking.views_kit import LIST, address, saved, signed_in


def test_open_view_goes_to_the_list_with_its_filters(cast):
    view = saved(cast.reviewer)
    answer = signed_in(cast.reviewer).get(address("open_view", view))
    assert (answer.status_code, answer.url) == (302, f"{LIST}?status=submitted")


def test_open_view_of_somebody_else_is_not_found_unless_shared(cast):
    own, shared = saved(cast.reviewer), saved(cast.reviewer, "共用的", "kind=joint", shared=True)
    for who, expected in (("coordinator", [404, 302]), ("member", [404, 404]), ("reviewer", [302, 302])):
        client = signed_in(getattr(cast, who))
        assert (who, [client.get(address("open_view", view)).status_code for view in (own, shared)]) == (who, expected)


def test_open_view_is_for_reading_only(cast):
    assert signed_in(cast.reviewer).post(address("open_view", saved(cast.reviewer))).status_code == 405
