/* Whether a text is a period as balkanroute.periods reads it: EDTF, level 1. */

import { WORDS } from "./words.js";

const DATE = /^(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?)?[?~%]?$/;
const [SPRING, WINTER] = [21, 24];

/**
 * Say what is wrong with a period.
 * @param {string} text
 * @returns {string} empty where nothing is
 */
export function wrongPeriod(text) {
  const parts = text.split("/");
  const open = (/** @type {string} */ part) => part === "" || part === "..";
  if (parts.length > 2 || (parts.length === 2 && parts.every(open))) return WORDS.periods.interval;
  const ends = parts.map((part) => (parts.length === 2 && open(part) ? null : bounds(part)));
  for (const end of ends) if (typeof end === "string") return end;
  const [start, end] = /** @type {([number, number]|null)[]} */ (ends);
  return start && end && start[0] > end[1] ? WORDS.periods.backwards : "";
}

/**
 * Give the first and the last day of a date as numbers that follow the calendar, or what is wrong with it.
 * @param {string} part
 * @returns {[number, number]|string}
 */
function bounds(part) {
  const found = DATE.exec(part);
  if (!found) return WORDS.periods.unreadable(part);
  const [, year, month, day, time] = found;
  if (year.includes("X")) return !month && !time ? years(year, part) : WORDS.periods.decade;
  if (time && (!day || day === "XX")) return WORDS.periods.time;
  if (!month || month === "XX") return day && day !== "XX" ? WORDS.periods.unknownMonth : years(year, part);
  return days(Number(year), Number(month), day, part);
}

/** @param {string} year @param {string} part @returns {[number, number]|string} */
function years(year, part) {
  const [first, last] = ["0", "9"].map((digit) => Number(year.replaceAll("X", digit)));
  return last === 0 ? WORDS.periods.calendar(part) : [code(Math.max(first, 1), 1, 1), code(last, 12, 31)];
}

/** @param {number} year @param {number} month @param {string|undefined} day @param {string} part @returns {[number, number]|string} */
function days(year, month, day, part) {
  const wrong = WORDS.periods.calendar(part);
  if (year === 0) return wrong;
  if (month >= SPRING && month <= WINTER && !day) {
    const first = 3 * (month - SPRING + 1);
    if (month < WINTER) return [code(year, first, 1), code(year, first + 2, 31)];
    return year < 9999 ? [code(year, first, 1), code(year + 1, 2, 29)] : wrong;
  }
  if (month < 1 || month > 12) return wrong;
  if (!day || day === "XX") return [code(year, month, 1), code(year, month, 31)];
  const number = Number(day);
  return number >= 1 && number <= length(year, month) ? [code(year, month, number), code(year, month, number)] : wrong;
}

/** @param {number} year @param {number} month */
function length(year, month) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** @param {number} year @param {number} month @param {number} day */
const code = (year, month, day) => (year * 100 + month) * 100 + day;
