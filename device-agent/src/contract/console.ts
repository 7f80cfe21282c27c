/** Where the console is, and what its page is told of the broker. */

export const CONSOLE_PATH = '/console/'
/** Beside the page; a web server that serves the console may have such a file, too. */
export const CONSOLE_BROKER_PATH = '/console/broker.json'

export interface ConsoleBroker {
  /** 'wss://broker.library.example/mqtt'; empty where there is none. */
  readonly url: string
  /** First level of every topic. */
  readonly base: string
  /** Empty: every site. */
  readonly site: string
  /** False where the broker lets listen whoever comes. */
  readonly signIn: boolean
}
