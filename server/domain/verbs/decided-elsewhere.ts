import { AppError } from '../errors.ts'
import type { Instance } from '../instance.ts'

/** What another system carries on changes by its next push alone. */
export const decidedElsewhere = ({ id, mirror }: Pick<Instance, 'id' | 'mirror'>): AppError =>
  new AppError(
    'decided_elsewhere',
    `Approval ${id} is carried on by ${mirror?.source ?? 'another system'}, and only there.`,
  )
