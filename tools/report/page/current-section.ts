import { element } from './element';

/** Highlights the visible section in the navigation. */
export function followCurrentSection(): void {
  const sections = [...document.querySelectorAll<HTMLElement>('main > section')];
  const mark = () => {
    const line = window.innerHeight / 3;
    const isAtEnd = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
    const begun = sections.filter((section) => section.getBoundingClientRect().top <= line);
    const current = (isAtEnd ? sections.at(-1) : (begun.at(-1) ?? sections[0]))?.id;
    for (const link of document.querySelectorAll<HTMLElement>('nav a')) {
      const isCurrent = link.getAttribute('href') === `#${current}`;
      if (isCurrent === link.hasAttribute('aria-current')) continue;
      if (!isCurrent) link.removeAttribute('aria-current');
      else {
        link.setAttribute('aria-current', 'true');
        // On a phone the navigation is wider than the screen.
        element('nav ul').scrollTo({ left: link.offsetLeft - window.innerWidth / 3 });
      }
    }
  };
  document.addEventListener('scroll', mark, { passive: true });
  mark();
}
