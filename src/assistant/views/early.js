// Before anything is drawn: the theme that was chosen, the language where the chat would follow the browser's, and what
// the page wants of the API at once: asked for now, `api` of page.js takes it where it would ask.
(() => {
  window.asked = {};
  for (const {content} of document.querySelectorAll('meta[name="ask"]')) {
    window.asked[content] = fetch(content, {headers: {'Accept-Language': document.documentElement.lang}});
    window.asked[content].catch(() => { /* told where it is taken */ });
  }
  const chosen = name => document.cookie.match(`(?:^|; )${name}=(\\w+)`)?.[1];
  const theme = chosen('assistant_theme'), language = chosen('assistant_language');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
    const native = window.matchMedia.bind(window);
    window.matchMedia = query => {
      const list = native(query), scheme = query.match(/prefers-color-scheme:\s*(\w+)/)?.[1];
      if (scheme) Object.defineProperty(list, 'matches', {get: () => scheme === theme});
      return list;
    };
  }
  if (language === 'fr' || language === 'en') {
    Object.defineProperty(navigator, 'language', {get: () => language});
    Object.defineProperty(navigator, 'languages', {get: () => [language]});
  }
})();
