"""Bibliography files for tests: BibTeX, RIS, CSL-JSON and a Zotero RDF export."""

from __future__ import annotations

BIBTEX = r"""
@string{rev = "Revue X"}
@comment{anything}
@article{ete, title={L'{\'e}t{\'e} des {Communes}}, author={Martin, Claire and de La Fontaine, Jean and {Ville de Rennes}},
  year=2021, month=mar, journal=rev, doi={10.1234/ete}, langid={french}, copyright={CC BY 4.0}, address={Paris},
  url={https://exemple.test/ete}, urldate={2024-01-02}, file = {Texte:files/1/ete.txt:text/plain}}
@book{casse, title={Jamais fermé, author={X}
@report{rapport, title={{Rapport A}}, type={étude}, institution={ADEME}, date={2020}, keywords={not_for_quotation}}
"""
RIS = """TY  - RPRT
TI  - Le rapport
AU  - Martin, Claire
AU  - Ville de Rennes
PY  - 2020
DA  - 2020/05/04
PB  - ADEME
CY  - Angers
LA  - fr
SN  - 978-2-07-036822-8
KW  - anonyme
L1  - files/2/rapport.pdf
ER  -

TY  - JOUR
TI  - Sans fin
"""
ZOTERO = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:vcard="http://nwalsh.com/rdf/vCard#" xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
 <bib:Article rdf:about="#item_1">
  <z:itemType>journalArticle</z:itemType>
  <dcterms:isPartOf><bib:Journal><dc:title>Revue Y</dc:title><prism:volume>3</prism:volume><dc:identifier>DOI 10.5555/abc</dc:identifier></bib:Journal></dcterms:isPartOf>
  <dc:publisher><foaf:Organization><vcard:adr><vcard:Address><vcard:locality>Lyon</vcard:locality></vcard:Address></vcard:adr><foaf:name>Presses</foaf:name></foaf:Organization></dc:publisher>
  <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Obiang</foaf:surname><foaf:givenName>Samuel</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
  <link:link rdf:resource="#item_2"/><link:link rdf:resource="#item_3"/>
  <dc:date>2019-10-21</dc:date><z:language>fr</z:language><dc:title>Écrire pour être compris</dc:title><dc:rights>CC BY-SA</dc:rights>
  <dc:identifier><dcterms:URI><rdf:value>https://exemple.test/ecrire</rdf:value></dcterms:URI></dc:identifier>
 </bib:Article>
 <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType><rdf:resource rdf:resource="files/12/%C3%A9crire.txt"/></z:Attachment>
 <z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType><rdf:resource rdf:resource="files/13/absent.pdf"/></z:Attachment>
</rdf:RDF>
"""
