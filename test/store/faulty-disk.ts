import { diskCalls, type DiskCalls } from '../../server/store/embedded/disk/disk-calls.ts'

export type Step = keyof DiskCalls

export type FaultyDisk = {
  calls: DiskCalls
  /** Every step so far, in order. */
  steps: Step[]
  /** These steps fail with this error from now on. */
  fail: (code: string, ...steps: Step[]) => void
  heal: () => void
}

/** The real system calls, of which some fail. A failing one did nothing, as the kernel's do. */
export function createFaultyDisk(): FaultyDisk {
  const steps: Step[] = []
  let failing: { code: string; steps: readonly Step[] } = { code: '', steps: [] }
  const guard =
    <A extends unknown[], R>(step: Step, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      steps.push(step)
      if (failing.steps.includes(step)) {
        throw Object.assign(new Error(`${failing.code}: made to fail, ${step}`), { code: failing.code })
      }
      return call(...args)
    }
  return {
    calls: {
      create: guard('create', diskCalls.create),
      write: guard('write', diskCalls.write),
      sync: guard('sync', diskCalls.sync),
      close: diskCalls.close,
      rename: guard('rename', diskCalls.rename),
      unlink: guard('unlink', diskCalls.unlink),
      syncFolder: guard('syncFolder', diskCalls.syncFolder),
    },
    steps,
    fail(code, ...which) {
      failing = { code, steps: which }
    },
    heal() {
      failing = { code: '', steps: [] }
    },
  }
}
