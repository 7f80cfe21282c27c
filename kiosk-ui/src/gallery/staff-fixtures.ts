import type { StaffModeFacts, StaffPage } from '@lectern/device-agent/contract/staff-mode'
import type { Screen } from '@lectern/device-agent/contract/view'

const FACTS: StaffModeFacts = {
  closed: false,
  today: { checkouts: 184, returns: 231, renewals: 12, visits: 97, refusals: 9 },
  devices: [
    { id: 'rfid', kind: 'rfid', state: 'ready', text: '', whatToDo: '' },
    { id: 'scanner', kind: 'scanner', state: 'ready', text: '', whatToDo: '' },
    {
      id: 'printer',
      kind: 'printer',
      state: 'reduced',
      text: 'The receipt printer is low on paper.',
      whatToDo: 'Change the roll when the kiosk is quiet.',
    },
    {
      id: 'exit',
      kind: 'gate',
      state: 'away',
      text: 'A gate is not connected.',
      whatToDo: 'Check its cable.',
    },
  ],
  outputs: [
    { name: 'lamp', active: false },
    { name: 'light.left', active: null },
  ],
  volumePercent: 50,
  brightnessPercent: null,
  version: '0.1.0',
}
type StaffScreen = Extract<Screen, { name: 'staff' }>
const staff = (page: StaffPage, change: Partial<StaffScreen> = {}): StaffScreen => ({
  name: 'staff',
  page,
  facts: FACTS,
  busy: false,
  said: null,
  pad: { items: 3, cards: 1, others: 0 },
  scan: { characters: 14, kind: 'item', number: 2 },
  ...change,
})

export const STAFF_SCREENS: Readonly<Record<string, Screen>> = {
  staffPin: { name: 'staffPin', problem: null, pauseSeconds: 0 },
  staffPinPaused: {
    name: 'staffPin',
    problem: { code: 'STAFF_PIN_PAUSED', params: { seconds: 60 } },
    pauseSeconds: 60,
  },
  staffHome: staff('home'),
  staffHomeClosed: staff('home', {
    facts: { ...FACTS, closed: true },
    said: { action: 'close', outcome: { ok: true } },
  }),
  staffToday: staff('today'),
  staffPaper: staff('paper', {
    said: {
      action: 'printTest',
      outcome: {
        ok: false,
        why: 'PRINTER_PAPER_OUT',
        text: 'The receipt printer is out of paper.',
        whatToDo: 'Put in a new roll.',
      },
    },
  }),
  staffDevices: staff('devices'),
  staffConnections: staff('connections', {
    said: {
      action: 'networkTest',
      outcome: {
        ok: true,
        reached: [
          { what: 'ils', place: 'koha.library.example:6001', milliseconds: 12, detail: '' },
          {
            what: 'broker',
            place: 'broker.library.example:8883',
            milliseconds: null,
            detail: 'ECONNREFUSED',
          },
        ],
      },
    },
  }),
  staffScreen: staff('screen', { facts: { ...FACTS, brightnessPercent: 80 } }),
  staffScreenFixed: staff('screen'),
  staffKiosk: staff('kiosk', {
    said: { action: 'exportLogs', outcome: { ok: true, file: 'lectern-kiosk-1-2026-11-25T15-04-05.log' } },
  }),
}
