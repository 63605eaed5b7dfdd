"""The bill of materials as a CycloneDX document: the same bytes for the same components."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import AttachedText, ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component as Entry
from cyclonedx.model.component import ComponentType
from cyclonedx.model.component_evidence import ComponentEvidence
from cyclonedx.model.license import DisjunctiveLicense, License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from desktop.installers.product import LICENCE, NAME, ReleaseInfo
from server.components.component import Component, ComponentOrigin

_TYPES: Final = {ComponentOrigin.PROGRAM: ComponentType.APPLICATION}


def bill_of(components: Sequence[Component], release: ReleaseInfo) -> str:
    """Return the document that lists the components of a release."""
    licences = LicenseFactory()
    this = Entry(
        name=NAME,
        version=release.version,
        type=ComponentType.APPLICATION,
        licenses=[licences.make_from_string(LICENCE)],
        bom_ref=NAME,
    )
    about = BomMetaData(component=this, timestamp=datetime.fromtimestamp(release.time, UTC))
    entries = [_entry(each, licences) for each in components if each.name != NAME]
    bill = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"{NAME} {release.version} {release.time}"),
        metadata=about,
        components=entries,
    )
    bill.register_dependency(this, entries)
    return JsonV1Dot6(bill).output_as_string(indent=1)


def _entry(component: Component, licences: LicenseFactory) -> Entry:
    scope, _, name = component.name.rpartition("/")
    address = PackageURL(
        type=component.origin.value, namespace=scope or None, name=name, version=component.version or None
    )
    page = ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(component.homepage))
    texts: list[License] = [
        DisjunctiveLicense(name=each.name, text=AttachedText(content=each.text)) for each in component.texts
    ]
    return Entry(
        name=name,
        group=scope or None,
        version=component.version or None,
        type=_TYPES.get(component.origin, ComponentType.LIBRARY),
        purl=address,
        bom_ref=address.to_string(),
        licenses=[licences.make_from_string(component.licence)] if component.licence else (),
        external_references=[page] if component.homepage else (),
        evidence=ComponentEvidence(licenses=texts) if texts else None,
    )
