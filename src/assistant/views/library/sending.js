// Files on their way to the server: gathered from a drop, sent one after the other, each with its progress.
import {clean, words} from '../page.js';
import {upload} from '../upload.js';

/** Send one file with its kind and marks; `told` is given the share that is sent. Gives what the server says of it. */
export const send = (file, name, {kind, marks}, told) => upload('/api/uploads', file, name, {
  headers: {...(kind ? {'Upload-Kind': kind} : {}), ...(marks.length ? {'Upload-Marks': marks.join(',')} : {})},
  told, cut: {reason: words.file_cut},
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
