/** What is timed. Labels come from tables: messages of SIP2, devices, routes. */
import { Histogram } from './histogram.ts'

export interface Timings {
  readonly ils: Histogram
  readonly rfid: Histogram
  readonly http: Histogram
}

/** `onAnswered`: for the connection to the library system. */
export function createTimings(): Timings & {
  readonly onAnswered: (answer: string, milliseconds: number) => void
} {
  const ils = new Histogram({
    name: 'lectern_ils_answer_seconds',
    help: 'From a request to the library system to its answer, by the kind of answer.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  })
  return {
    ils,
    onAnswered: (answer, milliseconds) => ils.observe(milliseconds, { answer }),
    rfid: new Histogram({
      name: 'lectern_rfid_inventory_seconds',
      help: 'One look of the reader at all tags on the pad.',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2],
    }),
    http: new Histogram({
      name: 'lectern_http_request_seconds',
      help: 'Answering a request of a page on this machine, by route and kind of status.',
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    }),
  }
}
