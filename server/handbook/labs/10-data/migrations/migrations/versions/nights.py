"""How many nights each guest stays; one, for those of whom nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "nights"
down_revision = "guests"


def upgrade():
    op.add_column("guest", sa.Column("nights", sa.Integer, nullable=False, server_default="1"))


def downgrade():
    op.drop_column("guest", "nights")
