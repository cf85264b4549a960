import { createButton, createNavigator } from './button.ts'
import { createCheckbox, createCheckboxGroup, createRadio, createRadioGroup, createSwitch } from './choice.ts'
import type { CreateControl } from './control.ts'
import { createForm } from './form.ts'
import { createPicker } from './picker.ts'
import * as plain from './plain.ts'
import { createScrollView } from './scroll-view.ts'
import { createInput, createTextarea } from './text-field.ts'

/** By tag, without the prefix. */
export const CONTROLS: Readonly<Record<string, CreateControl>> = {
  view: plain.createView,
  text: plain.createText,
  image: plain.createImage,
  icon: plain.createIcon,
  label: plain.createLabel,
  progress: plain.createProgress,
  'rich-text': plain.createRichText,
  swiper: plain.createSwiper,
  'swiper-item': plain.createSwiperItem,
  button: createButton,
  navigator: createNavigator,
  input: createInput,
  textarea: createTextarea,
  checkbox: createCheckbox,
  'checkbox-group': createCheckboxGroup,
  radio: createRadio,
  'radio-group': createRadioGroup,
  switch: createSwitch,
  form: createForm,
  picker: createPicker,
  'scroll-view': createScrollView,
}
