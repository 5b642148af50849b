// Dates and times, in one form on every page: 5 mars 2024, 5 March 2024.
import {language} from './page.js';

const local = language === 'en' ? 'en-GB' : language;
const first = text => (language === 'fr' ? text.replace(/^1(?= )/, '1er') : text); // "1er mars", not "1 mars"
const whole = new Intl.DateTimeFormat(local, {dateStyle: 'long'});
const withTime = new Intl.DateTimeFormat(local, {dateStyle: 'long', timeStyle: 'short'});
const withSeconds = new Intl.DateTimeFormat(local, {dateStyle: 'long', timeStyle: 'medium'});
const hour = new Intl.DateTimeFormat(local, {timeStyle: 'short'});

/** A year, a month or a day as it is written here; the day of a time is that of the reader's clock. */
export const day = iso => {
  const text = String(iso ?? '');
  if (text.includes('T')) return first(whole.format(new Date(text)));
  const [year, month, number] = text.split('-');
  if (!month) return year;
  const options = {year: 'numeric', month: 'long', timeZone: 'UTC', ...(number ? {day: 'numeric'} : {})};
  return first(new Intl.DateTimeFormat(local, options).format(new Date(Date.UTC(Number(year), month - 1, Number(number ?? 1)))));
};

/** A day and its hour. */
export const moment = iso => first(withTime.format(new Date(iso)));

/** A day and its hour, to the second. */
export const instant = iso => first(withSeconds.format(new Date(iso)));

/** The hour alone. */
export const time = iso => hour.format(new Date(iso));
