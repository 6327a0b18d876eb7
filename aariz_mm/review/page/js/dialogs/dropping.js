/** Files dropped on the page: radiographs are added, annotations imported. */

import { el } from '../elements.js';
import { t } from '../i18n.js';

const ANNOTATIONS = { json: 'labelme', xml: 'cvat', csv: 'csv', zip: 'labelme', xlsx: 'csv' };

/**
 * The ending of a file name, in small letters.
 * @param {string} name
 */
export function endingOf(name) {
  const at = name.lastIndexOf('.');
  return at > 0 ? name.slice(at + 1).toLowerCase() : '';
}

/**
 * Files by what they are for; DICOM files often have no ending, so what is no annotation is taken for a picture.
 * @param {File[]} files
 * @returns {{pictures: File[], annotations: File[]}}
 */
export function sortFiles(files) {
  const isAnnotation = (file) => endingOf(file.name) in ANNOTATIONS;
  return { pictures: files.filter((file) => !isAnnotation(file)), annotations: files.filter(isAnnotation) };
}

/**
 * The format that files most likely have.
 * @param {File[]} files
 * @returns {'labelme' | 'coco' | 'cvat' | 'csv'} one JSON file alone is COCO, several are LabelMe
 */
export function guessFormat(files) {
  const endings = new Set(files.map((file) => endingOf(file.name)));
  if (endings.has('json')) return files.length === 1 && /coco|instances|annotations/i.test(files[0].name) ? 'coco' : 'labelme';
  return ANNOTATIONS[[...endings][0]] ?? 'labelme';
}

/**
 * Take files that are dropped anywhere.
 * @param {HTMLElement} body
 * @param {{pictures: (files: File[]) => Promise, annotations: (files: File[]) => Promise}} takers each may show a dialogue
 * @returns {() => void} ends it
 */
export function watchDrops(body, takers) {
  const sign = el('div', { class: 'drop-sign', hidden: true, 'aria-hidden': 'true' }, el('p', {}, t('files.drop')));
  const ofFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  const handlers = {
    dragover: (event) => { if (ofFiles(event)) { event.preventDefault(); sign.hidden = false; } },
    dragleave: (event) => { if (!event.relatedTarget) sign.hidden = true; },
    drop: (event) => {
      if (!ofFiles(event)) return;
      event.preventDefault();
      sign.hidden = true;
      give([...event.dataTransfer.files], takers);
    },
  };
  body.append(sign);
  for (const [name, handler] of Object.entries(handlers)) body.addEventListener(name, handler);
  return () => {
    for (const [name, handler] of Object.entries(handlers)) body.removeEventListener(name, handler);
    sign.remove();
  };
}

/** Radiographs first: annotations may be of them. */
async function give(files, takers) {
  const { pictures, annotations } = sortFiles(files);
  if (pictures.length) await takers.pictures(pictures);
  if (annotations.length) await takers.annotations(annotations);
}
