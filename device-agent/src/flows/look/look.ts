/**
 * Staff at the desk look at the kiosk's screen, ask whoever is there, and help. It stands between the session and its
 * screens: adds to every view who looks, takes the patron's word on it, and hands on what staff may touch. The session
 * itself knows nothing of it.
 */
import { HELP_INTENTS, type HelpRule } from '../../contract/help-intents.ts'
import { type Intent, isScreenIntent, type ScreenIntent, type SessionIntent } from '../../contract/intent.ts'
import type { LookAction, LookEnd, LookRefusal, LookSaid, LookView } from '../../contract/look.ts'
import type { HelpView, SessionView, View } from '../../contract/view.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import { HERE, type Here, touchWords } from './here.ts'
import type { Looker, LookPort } from './port.ts'

const SECOND_MILLISECONDS = 1_000
/** Questions of one visit that may go unanswered. */
export const QUESTIONS_MAX = 3

export interface LookRules {
  readonly enabled: boolean
  readonly lookMilliseconds: number
  readonly questionMilliseconds: number
}

export interface LookOptions {
  readonly clock: Clock
  readonly session: {
    view(): SessionView
    onView(listener: () => void): Unsubscribe
    intent(intent: SessionIntent): void
  }
  /** The view without anything about a patron. */
  mask(view: SessionView): SessionView
  /** Screens of the kiosk connected now. */
  screens(): number
  rules(): LookRules
}

type Stage =
  | { readonly name: 'looking' }
  | { readonly name: 'asking'; readonly until: number }
  /** `asked: false`: nobody was there to be asked. */
  | { readonly name: 'helping'; readonly asked: boolean; readonly since: number }

const LOOKING: Stage = { name: 'looking' }

export class Look implements LookPort {
  readonly #options: LookOptions
  readonly #kiosk = new Signal<void>()
  readonly #look = new Signal<void>()
  readonly #unsubscribe: Unsubscribe
  #looker: Looker | null = null
  #began = 0
  #stage: Stage = LOOKING
  #said: LookSaid | null = null
  /** Of this visit. */
  #unanswered = 0
  #refused = false
  #size: LookView['size'] = null
  #timer: TimerHandle = null
  #changes = 0

  constructor(options: LookOptions) {
    this.#options = options
    this.#unsubscribe = options.session.onView(() => this.#sessionChanged())
  }

  /** What the kiosk's own screens draw. */
  readonly kiosk = {
    view: (): SessionView & { readonly help: HelpView | null } => {
      const view = this.#options.session.view()
      return {
        ...view,
        revision: view.revision + this.#changes,
        help: this.#looker === null ? null : this.#help(),
      }
    },
    onView: (listener: () => void): Unsubscribe => this.#kiosk.listen(listener),
    intent: (intent: Intent): void => this.#atKiosk(intent),
  }

  view(): LookView {
    const view = this.#options.mask(this.#options.session.view())
    const help = this.#help()
    const seen: View = { ...view, revision: view.revision + this.#changes, help, mirror: false }
    return {
      help,
      secondsLeft: this.#secondsTo(this.#began + this.#options.rules().lookMilliseconds),
      said: this.#said,
      obstacle: this.#obstacle(),
      idle: this.#here() === 'nobody',
      size: this.#size,
      view: this.#options.screens() === 0 ? null : seen,
    }
  }
  onView(listener: () => void): Unsubscribe {
    return this.#look.listen(listener)
  }

  begin(looker: Looker): { readonly why: LookEnd; readonly by: string } | null {
    const other = this.#looker
    const refuse = (why: LookEnd, by = '') => {
      looker.note('look.begin', '', why)
      return { why, by }
    }
    if (!this.#options.rules().enabled) return refuse('off')
    if (other !== null && other.session !== looker.session) return refuse('busy', other.name)
    if (other !== null) this.#over('elsewhere')
    this.#looker = looker
    this.#began = this.#options.clock.now()
    this.#said = null
    looker.note('look.begin', '', 'done')
    this.#timer = this.#nextSecond()
    this.#tell()
    return null
  }

  left(looker: Looker): void {
    if (looker === this.#looker) this.#over('left')
  }

  act(looker: Looker, action: LookAction): LookRefusal | null {
    if (looker !== this.#looker) return 'notTakenOver'
    switch (action.type) {
      case 'takeOver':
        return this.#takeOver(looker)
      case 'letGo':
        if (this.#stage.name !== 'looking') this.#back('letGo')
        return null
      case 'touch':
        return this.#touch(looker, action.intent)
    }
  }

  stop(): void {
    this.#unsubscribe()
    this.#options.clock.clearTimeout(this.#timer)
  }

  #takeOver(looker: Looker): LookRefusal | null {
    if (this.#stage.name !== 'looking') return null
    const obstacle = this.#obstacle()
    const now = this.#options.clock.now()
    const asked = this.#here() !== 'nobody'
    if (asked) looker.note('look.ask', '', obstacle ?? 'done')
    else looker.note('look.help', 'idle', obstacle ?? 'done')
    if (obstacle !== null) return obstacle
    this.#said = null
    this.#stage = asked
      ? { name: 'asking', until: now + this.#options.rules().questionMilliseconds }
      : { name: 'helping', asked, since: now }
    this.#tell()
    return null
  }

  #touch(looker: Looker, intent: Intent): LookRefusal | null {
    const refuse = (why: LookRefusal) => {
      looker.note('look.touch', touchWords(intent), why)
      return why
    }
    const rule = HELP_INTENTS[intent.type]
    if (rule === 'never' || isScreenIntent(intent)) return refuse('onlyPatron')
    const why = this.#mayTouch(rule)
    if (why !== null) return refuse(why)
    looker.note('look.touch', touchWords(intent), 'done')
    this.#options.session.intent(intent)
    return null
  }

  #mayTouch(rule: Exclude<HelpRule, 'never'>): LookRefusal | null {
    if (this.#stage.name !== 'helping') return 'notTakenOver'
    if (this.#options.screens() === 0) return 'noScreen'
    const fits = rule === 'both' || rule === (this.#stage.asked ? 'allowed' : 'idle')
    return fits ? null : 'notTakenOver'
  }

  /** What is done at the kiosk itself always counts, whoever helps. */
  #atKiosk(intent: Intent): void {
    if (isScreenIntent(intent)) this.#ofScreen(intent)
    else this.#options.session.intent(intent)
  }

  #ofScreen(intent: ScreenIntent): void {
    switch (intent.type) {
      case 'screenSize': {
        const { height, width } = intent
        this.#size = { width, height }
        return this.#look.tell()
      }
      case 'helpAllow':
        return this.#answered('allowed')
      case 'helpRefuse':
        return this.#answered('refused')
      case 'helpEnd':
        if (this.#stage.name === 'helping') this.#back('patronEnded')
    }
  }

  #answered(said: 'allowed' | 'refused'): void {
    if (this.#stage.name !== 'asking') return
    if (said === 'refused') return this.#back(said)
    this.#looker?.note('look.help', said, 'done')
    this.#said = said
    this.#stage = { name: 'helping', asked: true, since: this.#options.clock.now() }
    this.#tell()
  }

  /** The question or the help has ended; staff look on. */
  #back(said: LookSaid): void {
    const stage = this.#stage
    this.#stage = LOOKING
    this.#said = said
    if (said === 'refused' || said === 'patronEnded') this.#refused = this.#here() === 'patron'
    if (said === 'noAnswer') this.#unanswered++
    if (stage.name === 'helping') this.#looker?.note('look.helped', this.#lasted(stage.since, said), 'done')
    else this.#looker?.note('look.ask', '', said)
    this.#tell()
  }

  #over(why: LookEnd): void {
    const looker = this.#looker
    if (looker === null) return
    if (this.#stage.name !== 'looking') this.#back('letGo')
    this.#looker = null
    this.#options.clock.clearTimeout(this.#timer)
    looker.note('look.end', this.#lasted(this.#began, why), 'done')
    if (why !== 'left') looker.over(why)
    this.#tell()
  }

  #sessionChanged(): void {
    const here = this.#here()
    if (here !== 'patron') {
      this.#unanswered = 0
      this.#refused = false
    }
    if (this.#stage.name === 'asking' && here !== 'patron') return this.#back('visitOver')
    if (this.#stage.name === 'helping' && here !== (this.#stage.asked ? 'patron' : 'nobody'))
      return this.#back(this.#stage.asked ? 'visitOver' : 'visitBegan')
    this.#kiosk.tell()
    this.#look.tell()
  }

  #nextSecond(): TimerHandle {
    return this.#options.clock.setTimeout(() => this.#second(), SECOND_MILLISECONDS)
  }

  #second(): void {
    const { clock, rules, screens } = this.#options
    const now = clock.now()
    if (!rules().enabled) return this.#over('off')
    if (now >= this.#began + rules().lookMilliseconds) return this.#over('time')
    this.#timer = this.#nextSecond()
    if (this.#stage.name !== 'looking' && screens() === 0) this.#back('noScreen')
    else if (this.#stage.name === 'asking' && now >= this.#stage.until) this.#back('noAnswer')
    else if (this.#stage.name === 'asking') this.#tell()
    else this.#look.tell()
  }

  #obstacle(): LookRefusal | null {
    if (this.#options.screens() === 0) return 'noScreen'
    const here = this.#here()
    if (here === 'staff') return 'staffThere'
    if (here === 'leaving') return here
    if (this.#refused) return 'patronSaidNo'
    return this.#unanswered >= QUESTIONS_MAX ? 'askedEnough' : null
  }

  #here(): Here {
    return HERE[this.#options.session.view().screen.name]
  }

  #help(): HelpView {
    const { name } = this.#stage
    return { stage: name, secondsLeft: name === 'asking' ? this.#secondsTo(this.#stage.until) : null }
  }

  #secondsTo(moment: number): number {
    return Math.max(0, Math.ceil((moment - this.#options.clock.now()) / SECOND_MILLISECONDS))
  }
  #lasted(since: number, why: string): string {
    return `${why}, seconds ${Math.round((this.#options.clock.now() - since) / SECOND_MILLISECONDS)}`
  }

  #tell(): void {
    this.#changes++
    this.#kiosk.tell()
    this.#look.tell()
  }
}
