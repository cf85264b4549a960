import { z } from 'zod'
import type { OwnPage } from '../../domain/own-page.ts'
import { optionalText } from './wire.ts'

const link = optionalText.pipe(
  z
    .string()
    .regex(/^https?:\/\/\S*$/i, 'starts with http:// or https://')
    .max(2_048, 'has at most 2048 characters')
    .optional(),
)

/** 三方审批实例概述 prints it where nothing can be opened. */
const isPlaceholder = (address: string | undefined): boolean =>
  address === undefined || /^https?:\/\/$/i.test(address)

/** One of the two is enough, and then it is opened everywhere. Null: a placeholder, so that a page of ours is opened. */
export const Links = z
  .object({ pc_link: link, mobile_link: link }, 'is required')
  .refine(({ pc_link: pc, mobile_link: mobile }) => (pc ?? mobile) !== undefined, {
    error: 'pc_link or mobile_link is required',
  })
  .transform(({ pc_link: pc, mobile_link: mobile }): OwnPage | null => {
    const [any] = [pc, mobile].filter((one) => !isPlaceholder(one))
    if (any === undefined) return null
    return { pc: orElse(pc, any), mobile: orElse(mobile, any) }
  })

const orElse = (address: string | undefined, other: string): string =>
  address === undefined || isPlaceholder(address) ? other : address

/** A page that is opened as the source says. */
export const pageFor = (page: OwnPage | null, display: OwnPage['display']): OwnPage | null =>
  page && display ? { ...page, display } : page
