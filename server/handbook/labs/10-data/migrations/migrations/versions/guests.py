"""A table for the guests."""

import sqlalchemy as sa
from alembic import op

revision = "guests"
down_revision = None


def upgrade():
    op.create_table(
        "guest", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String, nullable=False)
    )


def downgrade():
    op.drop_table("guest")
