// Files on their way to the server: gathered from a drop, sent one after the other, each with its progress.
import {clean, language, words, Refused} from '../page.js';

/** Send one file with its kind and marks; `told` is given the share that is sent. Gives what the server says of it. */
export const send = (file, name, {kind, marks}, told) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open('POST', '/api/uploads');
  request.responseType = 'json';
  request.setRequestHeader('Accept-Language', language);
  request.setRequestHeader('Upload-Name', encodeURIComponent(name.toWellFormed?.() ?? name));
  if (kind) request.setRequestHeader('Upload-Kind', kind);
  if (marks.length) request.setRequestHeader('Upload-Marks', marks.join(','));
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.upload.addEventListener('progress', event => { if (event.lengthComputable) told(event.loaded / event.total); });
  const cut = () => reject(new Refused(0, {reason: words.file_cut}));
  request.addEventListener('error', cut);
  request.addEventListener('abort', cut);
  request.addEventListener('load', () => {
    if (request.status === 201) resolve(request.response);
    else reject(new Refused(request.status, request.response?.error ?? {}));
  });
  request.send(file);
});

const read = entry => new Promise((resolve, reject) => entry.file(resolve, reject));
const listed = reader => new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const below = async (entry, path, found) => {
  if (entry.isFile) found.push({file: await read(entry), name: `${path}${entry.name}`});
  else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (let part = await listed(reader); part.length; part = await listed(reader)) {
      for (const each of part) await below(each, `${path}${entry.name}/`, found);
    }
  }
};

/** The files of a drop, those of folders with their path below it. */
export const dropped = async transfer => {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map(file => ({file, name: file.name}));
  const found = [];
  for (const entry of entries) await below(entry, '', found);
  return found;
};

const UNWANTED = /(?:^|\/)(?:\.[^/]*|~\$[^/]*|thumbs\.db|desktop\.ini)$/i;
const hasFolder = name => name.includes('/');

const beside = ({name}) => name.toLowerCase().endsWith('.meta.json');

/** What is to be sent of some files: not those that systems hide in folders; what stands beside others goes first. */
export const wanted = files => [...files.filter(beside), ...files.filter(each => !beside(each))]
  .filter(({name}) => !(hasFolder(name) && UNWANTED.test(name)))
  .map(({file, name}) => ({file, name, shown: clean(name)}));
