/** Security gates. */
import { row } from './row.ts'

export const GATE_ERRORS = {
  GATE_AWAY: row(
    false,
    'error',
    true,
    'A security gate does not answer, or does not connect.',
    'Check its power and its network. It sounds by itself all the same; what it saw is told when it is back.',
  ),
  GATE_COMMANDS_AWAY: row(
    false,
    'warning',
    true,
    'A security gate tells what it sees, but does not take commands: no counts, no light, no sound from here.',
    'Check the address in `host`, and that no other program holds the connection.',
  ),
  GATE_MUTE: row(
    false,
    'error',
    true,
    'A security gate is connected but says nothing, sees nothing, or has trouble with its antennas.',
    'Carry a test tag through. Look at its antennas and at what stands beside them (metal, cables, a new shelf).',
  ),
  GATE_TAMPER: row(
    false,
    'error',
    true,
    'The contact on the cover of a security gate says that it is open.',
    'Look at the gate, and close its cover.',
  ),
  GATE_READER_MODE: row(
    false,
    'error',
    false,
    'A security gate does not run by itself: its reader is in host mode.',
    "Set the reader to buffered read or notification mode with its maker's tool, as the settings say.",
  ),
  GATE_READER_LOGIN: row(
    false,
    'error',
    false,
    'A security gate asks for a reader password.',
    "Remove the reader password with its maker's tool.",
  ),
  GATE_READER_FAULT: row(
    false,
    'error',
    true,
    'A security gate answers, but not as it should.',
    'Switch the gate off and on. If it stays, see the status in the detail.',
  ),
  GATE_OVERFLOW: row(
    false,
    'warning',
    true,
    'A security gate saw more than it could keep while nobody fetched it: some alarms are lost.',
    'Nothing, unless it happens while the kiosk runs.',
  ),
  GATE_BEAM_STUCK: row(
    false,
    'warning',
    true,
    'A light beam of a security gate has been interrupted for a long time: people are not counted.',
    'Remove what stands in the beam, or clean and align it.',
  ),
  GATE_STORE_FAILED: row(
    false,
    'error',
    true,
    'What the security gates say cannot be written: they keep it as long as they can.',
    'Check the disk. It is written by itself as soon as that is possible.',
  ),
  GATE_ALARM: row(
    false,
    'error',
    false,
    'A gate sounded at an item that is not on loan, or that nobody knows.',
    'Speak to the person if they are still there. Look where the item is.',
  ),
  GATE_ALARM_CALM: row(
    false,
    'warning',
    false,
    'A gate sounded at an item that is on loan: its tag was not switched.',
    'Let the person pass. Switch its tag at the desk.',
  ),
} as const
