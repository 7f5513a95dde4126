import { useEffect, useState } from 'react';

const current = () => document.documentElement.dataset['theme'] ?? 'dark';

/** The current theme, for canvases and other content drawn without style sheets. */
export function useTheme(): string {
  const [theme, setTheme] = useState(current);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(current()));
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
