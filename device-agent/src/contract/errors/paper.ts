/** Receipts, slips and their printer. */
import { row } from './row.ts'

export const PAPER_ERRORS = {
  PRINTER_AWAY: row(
    true,
    'warning',
    true,
    'The receipt printer does not answer.',
    'Check its power and cable. Lending goes on without receipts.',
  ),
  PRINTER_PAPER_OUT: row(true, 'warning', true, 'The receipt printer is out of paper.', 'Put in a new roll.'),
  PRINTER_PAPER_LOW: row(
    false,
    'info',
    true,
    "The receipt printer's paper is nearly used up.",
    'Have a new roll ready.',
  ),
  PRINTER_COVER_OPEN: row(true, 'warning', true, "The receipt printer's cover is open.", 'Close the cover.'),
  PRINTER_CUTTER: row(
    true,
    'warning',
    true,
    "The receipt printer's cutter is jammed.",
    'Open the cover, clear the cutter, close the cover.',
  ),
  PRINTER_FAULT: row(
    true,
    'warning',
    false,
    'The receipt printer reports a fault.',
    'Switch the printer off and on.',
  ),
  PRINTER_NOT_CONFIRMED: row(
    true,
    'warning',
    false,
    'A receipt was sent, but the printer did not confirm it.',
    'Check whether the receipt came out.',
  ),
  SLIP_WAITS: row(
    false,
    'warning',
    true,
    'A slip for an item could not be printed yet. What it says is in the detail.',
    'See to the printer: the slip is printed then. Or put the item aside by hand.',
  ),
  SLIP_LOST: row(
    false,
    'warning',
    false,
    'More slips wait for the printer than are kept, or one was perhaps printed. What it says is in the detail.',
    'Put the item aside by hand.',
  ),
} as const
