/** Short tones, made here: nothing is loaded. Every sound has its twin on the screen. */

export type Sound = 'yours' | 'returned' | 'attention' | 'refused' | 'goodbye'

/** Hertz and milliseconds of each tone, one after the other. */
const TONES: Readonly<Record<Sound, readonly (readonly [number, number])[]>> = {
  yours: [
    [659, 70],
    [988, 130],
  ],
  returned: [
    [988, 70],
    [784, 130],
  ],
  attention: [
    [523, 120],
    [523, 160],
  ],
  refused: [
    [330, 160],
    [262, 220],
  ],
  goodbye: [
    [523, 90],
    [659, 90],
    [784, 200],
  ],
}

let audio: AudioContext | null = null

export function play(sound: Sound, volumePercent: number): void {
  if (volumePercent === 0) return
  audio ??= new AudioContext()
  let at = audio.currentTime
  for (const [hertz, milliseconds] of TONES[sound]) {
    const end = at + milliseconds / 1000
    const tone = new OscillatorNode(audio, { type: 'triangle', frequency: hertz })
    const gain = new GainNode(audio, { gain: 0 })
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime((volumePercent / 100) * 0.4, at + 0.012)
    gain.gain.exponentialRampToValueAtTime(0.0001, end)
    tone.connect(gain).connect(audio.destination)
    tone.start(at)
    tone.stop(end)
    at = end
  }
}
