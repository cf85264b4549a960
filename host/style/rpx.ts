/** A screen is 750 rpx wide on phones; on wider windows an rpx stays what it is on a screen of this many pixels. */
const WIDEST = 480
const SCREEN_RPX = 750

/** `--rpx` is set on the root element, so that nothing has to be converted again when the window changes. */
export const convertRpx = (css: string): string =>
  css.replace(/(^|[^\w.-])(-?(?:\d*\.)?\d+)rpx\b/g, '$1calc($2 * var(--rpx))')

/** What one rpx is in a window of this width. */
export const pixelsPerRpx = (windowWidth: number): number => Math.min(windowWidth, WIDEST) / SCREEN_RPX
