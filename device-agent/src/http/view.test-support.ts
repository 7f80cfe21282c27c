/** What the tests of this folder show on a screen. */
import type { SharedView } from './kiosk-port.ts'

export const sampleView = (revision: number): SharedView => ({
  revision,
  boot: 'boot-1',
  library: { name: 'Riverside' },
  kiosk: { name: 'Self-service', languages: ['en', 'de'] },
  preferences: { language: 'en', textSize: 'normal', theme: 'light', volumePercent: 50 },
  devices: { ils: 'ready', rfid: 'ready', scanner: 'none', printer: 'away' },
  screen: {
    name: 'attract',
    counts: { onPad: 0, yours: 0, inProgress: 0, notYours: 0 },
    problem: null,
    lends: { problem: null },
    takesBack: null,
    message: null,
  },
  dialog: null,
  inactivity: null,
  help: null,
})
