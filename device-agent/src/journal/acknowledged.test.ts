import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openJournal } from './open-journal.ts'

it('what staff have seen to outlives a restart, once each, until it is forgotten', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acknowledged-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const open = () => openJournal({ folder, reserveBytes: 0, wall: () => 7 })
  const first = open()
  for (const event of ['alarm-2', 'alarm-1', 'alarm-2']) first.acknowledged.add(event)
  first.journal.shut()
  const again = open()
  expect(again.acknowledged.all()).toEqual(['alarm-1', 'alarm-2'])
  again.acknowledged.remove('alarm-1')
  expect(again.acknowledged.all()).toEqual(['alarm-2'])
  again.journal.shut()
})
