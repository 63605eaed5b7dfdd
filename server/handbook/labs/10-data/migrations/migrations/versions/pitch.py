"""Pitches, and on which of them each guest sleeps; written in a hurry."""

import sqlalchemy as sa
from alembic import op

revision = "pitch"
down_revision = "nights"


def upgrade():
    op.create_table("pitch", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("guest", sa.Column("pitch_id", sa.Integer, nullable=False))


def downgrade():
    op.drop_column("guest", "pitch_id")
    op.drop_table("pitch")
