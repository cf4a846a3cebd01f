"""The record in public: seals to copy, and a receipt's proof that needs nobody's word."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from antechamber.accreditation.tests import factories
from antechamber.paper.models import IssuedPaper
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import NOW
from antechamber.processes.tests.pages import Page
from antechamber.record.actions import seal_record
from antechamber.record.models import Entry, Seal
from antechamber.record.proofs import check_proof

RECORD = "/en/gcm/record"


@pytest.fixture
def receipt(db: None) -> IssuedPaper:
    factories.submitted(factories.a_process())
    return IssuedPaper.objects.get()


@pytest.fixture
def seal(receipt: IssuedPaper) -> Seal:
    (made,) = seal_record(process_code="gcm", at=NOW)
    return made


def number_of(receipt: IssuedPaper) -> int:
    """Return the number that the entry of a receipt has among those of its process."""
    subjects = Entry.objects.filter(process_code="gcm").order_by("pk")
    facts = [each.facts.get("receipt") for each in subjects]
    return facts.index(receipt.code) + 1


def address(receipt: IssuedPaper, process: str = "gcm") -> str:
    return f"/en/{process}/record/proofs/{receipt.code}.json"


def test_verifying_a_receipt_tells_where_the_record_has_it(
    receipt: IssuedPaper, seal: Seal, client: Client
) -> None:
    page = Page(client.get("/en/verify", {"code": receipt.code}))

    assert (
        f"The entry of this receipt is number {number_of(receipt)} of the record. "
        "Seal 1 is the first that covers it."
    ) in page.text
    assert f"Root {seal.root}" in page.text
    assert {address(receipt), RECORD} <= set(page.links())


def test_verifying_a_receipt_that_waits_promises_a_proof(
    receipt: IssuedPaper, client: Client
) -> None:
    page = Page(client.get("/en/verify", {"code": receipt.code}))

    assert "It can be proved as soon as the next seal covers it." in page.text
    assert address(receipt) not in page.links()
    assert client.get(address(receipt)).status_code == 404


def test_paper_that_no_entry_names_has_no_place(client: Client, receipt: IssuedPaper) -> None:
    IssuedPaper.objects.update(kind="letter")

    assert "In the record" not in Page(client.get("/en/verify", {"code": receipt.code})).text


def test_proof_can_be_checked_without_us(
    receipt: IssuedPaper,
    seal: Seal,
    client: Client,
    tmp_path: Path,
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(6):
        response = client.get(address(receipt))
    file = tmp_path / "proof.json"
    file.write_bytes(response.content)
    out = StringIO()

    call_command("verify", receipt=file, stdout=out)

    proof = json.loads(response.content)
    assert check_proof(proof, trusted=[seal.key])
    assert proof["entry"]["facts"]["receipt"] == receipt.code
    assert proof["entry"]["facts"]["digest"] == receipt.facts["digest"]
    assert proof["index"] + 1 == number_of(receipt)
    assert out.getvalue().startswith("The entry is in the record of gcm, number")
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == (
        f'attachment; filename="{receipt.subject}-{receipt.code}.json"'
    )


def test_proof_names_no_person(receipt: IssuedPaper, seal: Seal, client: Client) -> None:
    text = client.get(address(receipt)).content.decode()

    assert "Amina" not in text
    assert "@" not in text


@pytest.mark.parametrize("process", ["imrf", "nothing"])
def test_address_of_a_proof_cannot_mix_two_processes(
    receipt: IssuedPaper, seal: Seal, client: Client, process: str
) -> None:
    factories.a_process("imrf")

    assert client.get(address(receipt, process)).status_code == 404


@pytest.mark.parametrize("code", ["7KQ4-M2XP-9", "0000-0000-0", "none"])
def test_unknown_code_has_no_proof(seal: Seal, client: Client, code: str) -> None:
    assert client.get(f"/en/gcm/record/proofs/{code}.json").status_code == 404


def test_guessing_codes_of_proofs_is_limited(db: None, gcm: Process, client: Client) -> None:
    from antechamber.web.limits import LIMITS

    codes = [
        client.get("/en/gcm/record/proofs/guess.json").status_code
        for _number in range(LIMITS["verify"].requests + 1)
    ]

    assert (codes[0], codes[-1]) == (404, 429)


def test_seals_are_listed_for_copying(receipt: IssuedPaper, seal: Seal, client: Client) -> None:
    page = Page(client.get(RECORD))

    assert "1 seal " in page.text
    assert f"Seal 1 Entries {seal.size} Root {seal.root} Sealed " in page.text
    assert f"Signature {seal.signature} Public key {seal.key}" in page.text


def test_newest_seals_come_first_twenty_to_a_page(
    receipt: IssuedPaper, client: Client, django_assert_num_queries: Any
) -> None:
    process = Process.objects.get()
    for _number in range(22):
        factories.submitted(process)
        seal_record(process_code="gcm", at=NOW)

    with django_assert_num_queries(3):
        first = Page(client.get(RECORD))
    second = Page(client.get(f"{RECORD}?page=2"))

    assert [number for number in range(1, 23) if f"Seal {number} " in first.text] == [*range(3, 23)]
    assert [number for number in range(1, 23) if f"Seal {number} " in second.text] == [1, 2]


def test_record_of_which_nothing_is_sealed_says_so(gcm: Process, client: Client) -> None:
    assert "Nothing is sealed yet" in Page(client.get(RECORD)).text
