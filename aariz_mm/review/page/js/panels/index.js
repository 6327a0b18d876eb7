/** The panels at the right and the tools of the top bar, in their order; panel_host.js makes them. */

import { createHelp } from '../dialogs/help.js';
import { create as createAnalyses } from './analyses.js';
import { createLanguage, createTheme } from './appearance.js';
import { create as createComments } from './comments.js';
import { create as createCompare } from './compare.js';
import { create as createFiles } from './files_tool.js';
import { create as createGuide } from './guide.js';
import { create as createHistory } from './history.js';
import { create as createLandmarks } from './landmarks.js';
import { create as createLayers } from './layer_switches.js';
import { create as createMeasurements } from './measurements.js';
import { create as createNotice } from './notice.js';
import { create as createProfile } from './profile.js';
import { create as createRuler } from './ruler_tool.js';
import { create as createStage } from './stage.js';

/** Panels: name, key of the title, create(context). */
export const PANELS = [
  { name: 'landmarks', title: 'landmarks.tab', create: createLandmarks },
  { name: 'measurements', title: 'measurements.tab', create: createMeasurements },
  { name: 'analyses', title: 'analyses.tab', create: createAnalyses },
  { name: 'stage', title: 'stage.tab', create: createStage },
  { name: 'guide', title: 'guide.tab', create: createGuide },
  { name: 'compare', title: 'compare.tab', create: createCompare },
  { name: 'history', title: 'history.tab', create: createHistory },
  { name: 'comments', title: 'comments.tab', create: createComments },
];

/** Tools of the top bar: name, create(context). */
export const TOOLS = [
  { name: 'notice', create: createNotice },
  { name: 'layers', create: createLayers },
  { name: 'ruler', create: createRuler },
  { name: 'profile', create: createProfile },
  { name: 'files', create: createFiles },
  { name: 'theme', create: createTheme },
  { name: 'lang', create: createLanguage },
  { name: 'help', create: createHelp },
];
