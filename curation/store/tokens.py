"""Stores the tokens of programs."""

from datetime import datetime

from sqlalchemy import select

from curation.domain.access import ApiToken
from curation.domain.people import PersonRole
from curation.store.database import Transaction
from curation.store.tables_access import TokenRow


def add_token(tx: Transaction, token: ApiToken, secret_hash: str) -> None:
    """Add a token."""
    tx.add(
        TokenRow(
            id=token.id,
            secret_hash=secret_hash,
            person_id=token.person_id,
            project_id=token.project_id,
            name=token.name,
            roles=sorted(role.value for role in token.roles),
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_at=None,
            revoked_at=None,
        )
    )
    tx.flush()


def token_by_secret(tx: Transaction, secret_hash: str) -> ApiToken | None:
    """Return the token of a secret, ended ones included."""
    row = tx.scalar(select(TokenRow).where(TokenRow.secret_hash == secret_hash))
    return None if row is None else _token(row)


def tokens_of(tx: Transaction, project_id: str, person_id: str | None) -> tuple[ApiToken, ...]:
    """Return a project's tokens, of one person or of all, the newest first."""
    query = select(TokenRow).where(TokenRow.project_id == project_id)
    if person_id is not None:
        query = query.where(TokenRow.person_id == person_id)
    return tuple(_token(row) for row in tx.scalars(query.order_by(TokenRow.created_at.desc(), TokenRow.id)))


def used_token(tx: Transaction, token_id: str, at: datetime) -> None:
    """Remember when a token was last used."""
    tx.get_one(TokenRow, token_id).last_used_at = at


def revoke_tokens(
    tx: Transaction, at: datetime, person_id: str, project_id: str | None = None, token_id: str | None = None
) -> int:
    """End a person's open tokens: all, those of a project, or one; return how many."""
    query = select(TokenRow).where(TokenRow.person_id == person_id, TokenRow.revoked_at.is_(None))
    if project_id is not None:
        query = query.where(TokenRow.project_id == project_id)
    if token_id is not None:
        query = query.where(TokenRow.id == token_id)
    rows = tx.scalars(query).all()
    for row in rows:
        row.revoked_at = at
    tx.flush()
    return len(rows)


def _token(row: TokenRow) -> ApiToken:
    roles = row.roles if isinstance(row.roles, list) else []
    return ApiToken(
        id=row.id,
        person_id=row.person_id,
        project_id=row.project_id,
        name=row.name,
        roles=frozenset(PersonRole(str(role)) for role in roles),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
