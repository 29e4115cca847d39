// The one place that names the version of lit-html.
export { html, svg, render, nothing } from '/_static/lit-html/3.3.1/lit-html.js';
export { repeat } from '/_static/lit-html/3.3.1/directives/repeat.js';
export { live } from '/_static/lit-html/3.3.1/directives/live.js';
import { ref } from '/_static/lit-html/3.3.1/directives/ref.js';
export { ref };

/** Custom properties of an element. The policy of this page forbids style attributes; properties set by script are fine. */
export const vars = (values) =>
  ref((element) => {
    if (element) for (const [name, value] of Object.entries(values)) element.style.setProperty(name, value);
  });
