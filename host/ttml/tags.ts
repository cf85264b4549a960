/** Tags that the client brings; every other one is a component of the package. */
export const BUILT_IN_TAGS: ReadonlySet<string> = new Set([
  'view',
  'text',
  'image',
  'button',
  'input',
  'textarea',
  'picker',
  'switch',
  'checkbox',
  'checkbox-group',
  'radio',
  'radio-group',
  'scroll-view',
  'swiper',
  'swiper-item',
  'form',
  'label',
  'navigator',
  'icon',
  'progress',
  'rich-text',
  'web-view',
])

/** In front of built-in tags after the conversion: the engine breaks on hosts that are called like HTML's own. */
export const TAG_PREFIX = 'tt-'
