import type { SQLOutputValue } from 'node:sqlite'
import {
  KNOWN_IDS_MAX,
  type OpenAlert,
  OUTBOX_MAX,
  type Outbox,
  type OutboxEntry,
  type OutboxKind,
  type OutboxParcel,
} from '../monitoring/mqtt/outbox.ts'
import type { JournalFile } from './journal-file.ts'

type Row = Readonly<Record<string, SQLOutputValue>>

export class SqliteOutbox implements Outbox {
  readonly #file: JournalFile
  #inside = false

  constructor(file: JournalFile) {
    this.#file = file
  }

  together<T>(work: () => T): T {
    if (this.#inside) return work()
    this.#inside = true
    try {
      return this.#file.atomically(work)
    } finally {
      this.#inside = false
    }
  }

  put(kind: OutboxKind, { topic, payload, retain, expirySeconds }: OutboxParcel): number {
    return this.together(() => {
      if (retain) this.#file.run('DELETE FROM message WHERE topic = ? AND retain = 1', topic)
      this.#file.run(
        'INSERT INTO message (kind, topic, payload, retain, expiry_seconds) VALUES (?, ?, ?, ?, ?)',
        kind,
        topic,
        payload,
        Number(retain),
        expirySeconds,
      )
      const over = Math.max(0, this.waiting - OUTBOX_MAX)
      this.#file.run(
        "DELETE FROM message WHERE id IN (SELECT id FROM message ORDER BY kind = 'alarm', id LIMIT ?)",
        over,
      )
      return over
    })
  }

  next(after: number): OutboxEntry | null {
    const row = this.#file.get('SELECT * FROM message WHERE id > ? ORDER BY id LIMIT 1', after)
    return row === undefined ? null : { id: Number(row.id), parcel: parcelOf(row) }
  }

  confirm(id: number): void {
    this.together(() => this.#file.run('DELETE FROM message WHERE id = ?', id))
  }

  get waiting(): number {
    return Number(this.#file.get('SELECT count(*) AS n FROM message')?.n)
  }

  learn(what: 'event' | 'order', id: string): boolean {
    return this.together(() => {
      const { changes } = this.#file.run('INSERT OR IGNORE INTO known (what, id) VALUES (?, ?)', what, id)
      this.#file.run(
        `DELETE FROM known WHERE number <=
           (SELECT number FROM known WHERE what = ? ORDER BY number DESC LIMIT 1 OFFSET ${KNOWN_IDS_MAX}) AND what = ?`,
        what,
        what,
      )
      return Number(changes) > 0
    })
  }

  alerts(): readonly OpenAlert[] {
    return this.#file.all('SELECT code, key, id, since FROM alert ORDER BY since').map((row) => ({
      code: String(row.code),
      key: String(row.key),
      id: String(row.id),
      since: String(row.since),
    }))
  }
  keepAlert({ code, key, id, since }: OpenAlert): void {
    this.together(() =>
      this.#file.run('INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?)', code, key, id, since),
    )
  }
  dropAlert(code: string, key: string): void {
    this.together(() => this.#file.run('DELETE FROM alert WHERE code = ? AND key = ?', code, key))
  }

  shut(): void {
    this.#file.shut()
  }
}

const parcelOf = (row: Row): OutboxParcel => ({
  topic: String(row.topic),
  payload: String(row.payload),
  retain: row.retain === 1,
  expirySeconds: row.expiry_seconds === null ? null : Number(row.expiry_seconds),
})
