// A file sent as the body of one request; XMLHttpRequest tells how much of it has left.
import {language, Refused} from './page.js';

/** Send a file under a name; `told` is given the share that is sent, `cut` is said where no answer comes. */
export const upload = (address, file, name, {headers = {}, told, cut}) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open('POST', address);
  request.responseType = 'json';
  const all = {'Accept-Language': language, 'Upload-Name': encodeURIComponent(name.toWellFormed?.() ?? name),
    'Content-Type': 'application/octet-stream', ...headers};
  for (const [key, value] of Object.entries(all)) request.setRequestHeader(key, value);
  request.upload.addEventListener('progress', event => { if (event.lengthComputable) told(event.loaded / event.total); });
  const gone = () => reject(new Refused(0, cut));
  request.addEventListener('error', gone);
  request.addEventListener('abort', gone);
  request.addEventListener('load', () => {
    if (request.status === 201) resolve(request.response);
    else reject(new Refused(request.status, request.response?.error ?? {}));
  });
  request.send(file);
});
