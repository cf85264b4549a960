import type { Backend } from '../backends/backend.ts'
import { make } from '../ui/dom.ts'
import { ApiError, textOf, toApi } from './callback.ts'

/** 跳转到小程序以外的应用 and 拨打电话. */
export function outsideApis({ platform }: Backend) {
  return {
    openSchema: toApi('openSchema', (options) => {
      const address = textOf(options, 'schema')
      // A browser would run `javascript:` as this page.
      if (!/^https?:\/\//i.test(address)) throw new ApiError('the schema is not supported')
      follow(address)
    }),
    makePhoneCall: toApi('makePhoneCall', (options) => {
      if (platform !== 'ios' && platform !== 'android') throw new ApiError('not supported on this platform')
      follow(`tel:${encodeURIComponent(textOf(options, 'phoneNumber'))}`)
    }),
  }
}

/** Whatever opens learns nothing of this page, and cannot reach it. */
function follow(address: string): void {
  const link = make('a')
  link.href = address
  link.target = '_blank'
  link.rel = 'noopener noreferrer'
  link.click()
}
