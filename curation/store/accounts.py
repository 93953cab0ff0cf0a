"""Stores people's ways in: e-mail, password hash, provider's subject, and one-time links."""

from datetime import datetime

from sqlalchemy import delete, select

from curation.domain.access import Account, Link, LinkPurpose
from curation.store.database import Transaction
from curation.store.tables_access import LinkRow
from curation.store.tables_people import MembershipRow, PersonRow, ProjectRow


def account(tx: Transaction, person_id: str) -> Account | None:
    """Return somebody's way in."""
    row = tx.get(PersonRow, person_id)
    return None if row is None else _account(row)


def account_by_email(tx: Transaction, email: str) -> Account | None:
    """Return the way in of an e-mail address."""
    row = tx.scalar(select(PersonRow).where(PersonRow.email == email))
    return None if row is None else _account(row)


def account_by_subject(tx: Transaction, subject: str) -> Account | None:
    """Return the way in of a provider's subject."""
    row = tx.scalar(select(PersonRow).where(PersonRow.oidc_subject == subject))
    return None if row is None else _account(row)


def set_email(tx: Transaction, person_id: str, email: str) -> None:
    """Write the e-mail address that somebody signs in with."""
    tx.get_one(PersonRow, person_id).email = email
    tx.flush()


def set_password(tx: Transaction, person_id: str, password_hash: str) -> None:
    """Write the hash of somebody's password."""
    tx.get_one(PersonRow, person_id).password_hash = password_hash
    tx.flush()


def set_subject(tx: Transaction, person_id: str, subject: str) -> None:
    """Write the provider's subject that somebody came in with first."""
    tx.get_one(PersonRow, person_id).oidc_subject = subject
    tx.flush()


def has_subject(tx: Transaction, person_id: str) -> bool:
    """Tell whether somebody has come in through a provider before."""
    return tx.get_one(PersonRow, person_id).oidc_subject is not None


def projects_with(tx: Transaction, person_id: str) -> tuple[str, ...]:
    """Return the ids of the projects that somebody has a role in."""
    query = (
        select(MembershipRow.project_id)
        .join(ProjectRow, ProjectRow.id == MembershipRow.project_id)
        .where(MembershipRow.person_id == person_id, ProjectRow.removed_at.is_(None))
        .distinct()
    )
    return tuple(tx.scalars(query))


def add_link(tx: Transaction, link: Link, secret_hash: str, at: datetime) -> None:
    """Add a one-time link; those that the person had before open nothing any more."""
    drop_links(tx, link.person_id)
    tx.add(
        LinkRow(
            id=link.id,
            secret_hash=secret_hash,
            person_id=link.person_id,
            purpose=link.purpose.value,
            created_by=link.created_by,
            created_at=at,
            expires_at=link.expires_at,
        )
    )
    tx.flush()


def link_by_secret(tx: Transaction, secret_hash: str) -> Link | None:
    """Return an unused link, locked until the transaction ends, so that only one may use it."""
    row = tx.scalar(select(LinkRow).where(LinkRow.secret_hash == secret_hash).with_for_update())
    return None if row is None else _link(row)


def open_links(tx: Transaction) -> dict[str, Link]:
    """Return the unused links by person."""
    return {row.person_id: _link(row) for row in tx.scalars(select(LinkRow))}


def drop_links(tx: Transaction, person_id: str) -> int:
    """Forget a person's links, used or withdrawn; return how many there were."""
    rows = tx.scalars(select(LinkRow.id).where(LinkRow.person_id == person_id)).all()
    tx.execute(delete(LinkRow).where(LinkRow.person_id == person_id))
    tx.flush()
    return len(rows)


def _link(row: LinkRow) -> Link:
    return Link(row.id, row.person_id, LinkPurpose(row.purpose), row.created_by, row.expires_at)


def _account(row: PersonRow) -> Account:
    return Account(row.id, row.name, row.email, row.password_hash, row.disabled)
