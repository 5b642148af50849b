"""The page's own style sheet: system fonts, one accent colour, readable on a laptop and on a phone.

Rules for the dark theme stand one by one: of a list of selectors, Gradio's prefixing sees the first ".dark" alone.
"""

CSS = """
.gradio-container { max-width: 1240px !important; margin: 0 auto !important; padding: 0.75rem 1rem !important; }
footer { display: none !important; }
#top { align-items: center; flex-wrap: wrap; }
#intro { min-width: min(24rem, 100%); }
#intro h1 { font-size: 1.35rem; margin: 0 0 0.2rem; }
#intro p { margin: 0; opacity: 0.8; }
#conversation .icon-button-wrapper { display: none; }
#conversation .placeholder-content, #conversation .notice { padding: 0 1.5rem; text-align: center; }
#conversation .question { white-space: normal; overflow-wrap: anywhere; }
#conversation .answer p { margin: 0.4rem 0; overflow-wrap: anywhere; }
#conversation .status { font-size: 0.9rem; border-left: 4px solid #1b7a4b; padding-left: 0.6rem; }
#conversation .status.partial { border-color: #b26a00; }
#conversation .status.no_evidence { border-color: #777; }
#conversation .coverage { opacity: 0.75; margin-left: 0.4rem; }
#conversation .scope { font-size: 0.9rem; opacity: 0.85; margin: 0; }
#conversation .foot { font-size: 0.8rem; opacity: 0.7; }
#conversation .cite, #sources .number { font-weight: 600; text-decoration: none; color: #1d4f91; padding: 0 0.1rem; }
#conversation .cite:hover, #conversation .cite:focus { text-decoration: underline; }
#conversation .error { border-left: 4px solid #b3261e; padding-left: 0.6rem; }
#conversation .stages ol { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; margin: 0; padding: 0; }
#conversation .stages li { margin: 0; opacity: 0.45; }
#conversation .stages .now { opacity: 1; font-weight: 600; }
#conversation .stages .now::after { content: "…"; }
#conversation .stages .done { opacity: 0.8; }
#conversation .stages .done::after { content: " \\2713"; }
#examples { gap: 0.5rem; }
#corpus, #sources, #corpus .html-container, #sources .html-container { padding: 0 !important; }
#examples { align-items: stretch; }
#examples button { font-weight: 400; text-align: left; white-space: normal; justify-content: flex-start; }
#question .submit-button { background: #1d4f91; color: #fff; }
#question .submit-button:hover { background: #163d70; }
#corpus { font-size: 0.85rem; opacity: 0.75; }
#side h2 { font-size: 1.05rem; margin: 0; }
#sources blockquote, #sources p { margin-bottom: 0 !important; }
#sources blockquote { margin-top: 0.3rem !important; }
#sources a { padding-left: 0; }
#sources .none { opacity: 0.75; }
#sources details { margin-bottom: 0.75rem; }
#sources summary { cursor: pointer; font-weight: 600; padding: 0.3rem 0; overflow-wrap: anywhere; }
#sources article { border: 1px solid var(--border-color-primary); border-radius: 8px; padding: 0.75rem;
  margin: 0.5rem 0; }
#sources h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
#sources .facts, #sources .file { font-size: 0.85rem; margin: 0.15rem 0; }
#sources .facts { opacity: 0.8; }
#sources .file span { opacity: 0.7; margin-left: 0.4rem; overflow-wrap: anywhere; }
#sources ul { list-style: none; margin: 0; padding: 0; }
#sources li { margin: 0.6rem 0 0; padding: 0.4rem; border-radius: 6px; scroll-margin-top: 1rem; }
#sources li:target { outline: 2px solid #1d4f91; }
#sources .where { margin: 0; font-size: 0.85rem; }
#sources .ocr { font-style: italic; opacity: 0.8; margin-left: 0.4rem; }
#sources blockquote { margin: 0.2rem 0 0; padding: 0 0 0 0.7rem; border-left: 3px solid var(--border-color-primary);
  font-size: 0.92rem; line-height: 1.5; overflow-wrap: anywhere; unicode-bidi: isolate; font-style: normal; }
#sources blockquote span { opacity: 0.72; }
#sources mark { background: #ffe9a8; color: #1b1b1b; padding: 0.05rem 0.1rem; border-radius: 3px; }
#conversation .unkept { border-left: 4px solid #b26a00; padding-left: 0.6rem; font-size: 0.9rem; margin-top: 0.5rem; }
#mine .html-container, #about-mine, #exports { padding: 0 !important; }
#mine p { font-size: 0.85rem; margin: 0.2rem 0; }
#mine .said { font-weight: 600; }
#chosen .wrap { flex-direction: column; flex-wrap: nowrap; max-height: 16rem; overflow-y: auto; gap: 0.3rem; }
#chosen label { width: 100%; overflow-wrap: anywhere; font-size: 0.9rem; }
#sources .state { font-size: 0.85rem; border-left: 4px solid #b26a00; padding-left: 0.5rem; margin: 0.3rem 0; }
#sources .judged { font-size: 0.85rem; margin: 0.3rem 0 0.5rem; }
#sources .judged .note { opacity: 0.7; }
#sources .judge { display: inline-flex; flex-wrap: wrap; gap: 0.3rem; align-items: center; margin-top: 0.3rem; }
#sources .judge button { border: 1px solid var(--border-color-primary); border-radius: 6px; padding: 0.1rem 0.5rem;
  font-size: 0.8rem; font-weight: 400 !important; background: transparent; cursor: pointer; }
#sources .judge button[aria-pressed="true"] { background: #1d4f91; border-color: #1d4f91; color: #fff; }
#sources .judge .more:not([hidden]) { display: inline-flex; gap: 0.3rem; }
#sources .judge input { font-size: 0.8rem; padding: 0.1rem 0.4rem; border: 1px solid var(--border-color-primary);
  border-radius: 6px; background: transparent; min-width: 9rem; }
#sources .judge .said { font-size: 0.8rem; opacity: 0.8; }
#sources .see { font-size: 0.85rem; margin: 0.3rem 0 0; }
#sources .see-page { border: 1px solid var(--border-color-primary); border-radius: 6px; padding: 0.1rem 0.5rem;
  font-size: 0.8rem; font-weight: 400 !important; background: transparent; cursor: pointer; }
#sources .page-image { display: block; margin: 0.4rem 0 0; }
#sources .page-image img { display: block; width: 100%; min-height: 6rem; max-width: none; margin: 0;
  border: 1px solid var(--border-color-primary); border-radius: 4px; }
.dark #conversation .cite { color: #9cc4ff; }
.dark #sources .number { color: #9cc4ff; }
.dark #sources li:target { outline-color: #9cc4ff; }
@media (min-width: 761px) {
  #sources { max-height: calc(100dvh - 13rem); overflow-y: auto; scrollbar-gutter: stable; }
}
@media (max-width: 760px) {
  .gradio-container { padding: 0.5rem !important; }
  #conversation { height: auto !important; min-height: 14rem !important; }
  #conversation .message-wrap, #conversation .bubble-wrap { padding: 0.4rem !important; }
  #conversation .message-row { max-width: 100% !important; margin: 0.4rem 0 !important; }
  #top { flex-direction: column; align-items: stretch; }
}
"""
