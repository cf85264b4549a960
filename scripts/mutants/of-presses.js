// @ts-check
/** @import { Mutant } from './mutant.js' */

const TESTS = ['test/presses/faults.test.ts', 'test/presses/bodies.test.ts']

/** @type {(name: string, says: string, file: string, from: string, to: string) => Mutant} */
const one = (name, says, file, from, to) => ({ name, says, changes: [{ file, from, to }], tests: TESTS })

/** @type {readonly Mutant[]} */
export const OF_PRESSES = [
  one(
    'press-not-stored',
    'A press is handed to its source before it is stored.',
    'server/usecases/press-task.ts',
    "const next = result.is === 'new' ? result.record : bound",
    'const next = bound',
  ),
  one(
    'press-id-per-attempt',
    'Each attempt has an id of its own, so that a press counts twice at its source.',
    'server/presses/tell-source.ts',
    '`${instanceId}.p${number}`',
    '`${instanceId}.p${number}.${Math.random()}`',
  ),
  one(
    'press-number-anew',
    'Whoever presses the same again after silence says something new.',
    'server/domain/mirror/press.ts',
    "pressed?.state === 'open' && pressed.action === action",
    "pressed?.state === 'taken' && pressed.action === action",
  ),
  one(
    'press-silence-accepted',
    'Silence is accepted where the settings refuse it.',
    'server/domain/mirror/press-answered.ts',
    "!isAccepted && whenSilent === 'refuse'",
    "!isAccepted && whenSilent === 'refuse' && at < 0",
  ),
  one(
    'press-behind-ones-back',
    'What was stored and not sent when the process ended is sent later, though its person was told to try again.',
    'server/presses/presses.ts',
    "source?.whenSilent === 'refuse' && !wasAccepted",
    'source?.whenSilent === undefined && !wasAccepted',
  ),
  one(
    'press-in-our-ids',
    'A source is told our id of its approval.',
    'server/usecases/sources/press-target.ts',
    'instanceId: mirror.externalId',
    'instanceId: record.instance.id',
  ),
  one(
    'press-unsigned-by-secret',
    'What a source is told is signed with something that it does not know.',
    'server/presses/tell-source.ts',
    "Buffer.from(hash, 'hex')",
    "Buffer.from(hash.slice(0, 40), 'utf8')",
  ),
  one(
    'press-changes-status',
    'A press ends the task before its source says so.',
    'server/domain/engine/evolve.ts',
    "pressed: { number, action, at, state: 'asked' },",
    "status: 'APPROVED', pressed: { number, action, at, state: 'asked' },",
  ),
  one(
    'press-beside-another',
    'Another decision is handed on while one waits.',
    'server/domain/mirror/press.ts',
    'if (pressed.action !== action) throw',
    "if (pressed.action === '') throw",
  ),
  one(
    'press-refusal-repeated',
    'What Feishu repeats by itself after a refusal is a press of somebody.',
    'server/domain/mirror/press.ts',
    "via !== 'card' || pressed",
    "via !== 'chat' || pressed",
  ),
  one(
    'press-refused-in-silence',
    'Nobody tells a person that what was accepted is refused.',
    'server/domain/mirror/press-answered.ts',
    'isAccepted && !hasComeTrue(record, number)',
    'isAccepted && hasComeTrue(record, number)',
  ),
  one(
    'press-fault-refuses',
    'A source that breaks down refuses.',
    'server/presses/read-answer.ts',
    'status < 400 || status >= 500 ||',
    'status < 400 ||',
  ),
  one(
    'press-without-end',
    'A source has all of Feishu’s ten seconds and more.',
    'server/presses/send-press.ts',
    'clock.sleep(press.withinMs, done.signal)',
    'clock.sleep(10 * press.withinMs, done.signal)',
  ),
  one(
    'press-out-of-order',
    'A press overtakes one of the same approval that is told again.',
    'server/presses/presses.ts',
    'nextPress(record) === number\n',
    'waitingPresses(record).includes(number)\n',
  ),
  one(
    'press-token-in-plain',
    'A source that agreed on a key is told in plain.',
    'server/presses/press-body.ts',
    'key === null ? body',
    "key !== '' ? body",
  ),
]
