"""The face of printed papers: Tinos with every Vietnamese letter, under the SIL Open Font License (OFL.txt)."""
