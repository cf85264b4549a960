import type { Pressed } from './pressed.ts'
import type { PushedTask } from './pushed.ts'

/**
 * What is left of a press when its source pushes the task and leaves it open: once it has spoken of the task, what it
 * took waits for it no more, and what it refused may be asked anew.
 */
export function pressedAfter(
  pressed: Pressed | undefined,
  before: PushedTask | undefined,
  after: PushedTask,
): Pressed | undefined {
  if (!pressed || after.status !== 'PENDING' || before?.person !== after.person) return undefined
  if (JSON.stringify(before) === JSON.stringify(after)) return pressed
  switch (pressed.state) {
    case 'taken':
      return { ...pressed, state: 'open' }
    case 'refused':
      return undefined
    case 'asked':
    case 'accepted':
    case 'open':
      return pressed
  }
}
