// Whether the server that a question was sent to is still there. It may be restarted, or close and open again with another
// index: then no answer comes, and what draws them has to be loaded anew. The question is kept until it was answered.
const KEPT = 'chat-question', INSTANCE = '/gradio_api/app_id';
const EVERY = 2000, REFUSALS = 2;
let instance = null, watching = null, refused = 0, gone = false;

/** Which running server this is, as text; null where none answers. */
const ask = async () => {
  const reply = await fetch(INSTANCE, {cache: 'no-store'});
  return reply.ok ? reply.text() : null;
};

const back = async () => {
  try {
    if (await ask()) location.reload(); // another session: the page is drawn anew, with the question in its place
  } catch { /* it is not there yet */ }
};

const look = async lost => {
  try {
    const found = await ask();
    refused = 0;
    instance ??= found;
    if (found === instance) return;
  } catch {
    refused += 1;
    if (refused < REFUSALS) return;
  }
  if (!watching) return; // it was answered meanwhile
  answered({keep: true});
  gone = true;
  lost();
  setInterval(back, EVERY);
};

/** A question was sent; `lost` is called where its answer will not come. */
const asked = (question, lost) => {
  sessionStorage.setItem(KEPT, question);
  clearInterval(watching);
  refused = 0;
  watching = setInterval(() => look(lost), EVERY);
};

/** The question under way has been answered, or is not waited for any more. */
const answered = ({keep = false} = {}) => {
  clearInterval(watching);
  watching = null;
  if (!keep) sessionStorage.removeItem(KEPT);
};

/** What stays in the box while the server is away. */
const keep = text => sessionStorage.setItem(KEPT, text);

/** The question that was under way when the page was drawn anew, or ''. */
const cut = () => {
  const kept = sessionStorage.getItem(KEPT) ?? '';
  sessionStorage.removeItem(KEPT);
  return kept;
};

ask().then(found => { instance ??= found; }, () => {});
export const connection = {asked, answered, keep, cut, gone: () => gone};
