/** What VS Code sets for a theme: a class of the body and variables of the root, the ones that matter here. */
export interface FakeTheme {
  readonly body: string
  readonly variables: Readonly<Record<string, string>>
}

export type ThemeName = 'light' | 'dark' | 'highContrast' | 'highContrastLight'

const font = { '--vscode-font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif' }

export const themes: Readonly<Record<ThemeName, FakeTheme>> = {
  light: {
    body: 'vscode-light',
    variables: {
      ...font,
      '--vscode-editor-background': '#ffffff',
      '--vscode-foreground': '#3b3b3b',
      '--vscode-focusBorder': '#005fb8',
      '--vscode-button-background': '#005fb8',
      '--vscode-button-foreground': '#ffffff',
      '--vscode-button-secondaryBackground': '#e5e5e5',
      '--vscode-button-secondaryForeground': '#3b3b3b',
      '--vscode-dropdown-background': '#ffffff',
      '--vscode-dropdown-border': '#cecece',
      '--vscode-editorHoverWidget-background': '#f8f8f8',
      '--vscode-editorHoverWidget-border': '#c8c8c8',
    },
  },
  dark: {
    body: 'vscode-dark',
    variables: {
      ...font,
      '--vscode-editor-background': '#1f1f1f',
      '--vscode-foreground': '#cccccc',
      '--vscode-focusBorder': '#0078d4',
      '--vscode-button-background': '#0078d4',
      '--vscode-button-foreground': '#ffffff',
      '--vscode-button-secondaryBackground': '#313131',
      '--vscode-button-secondaryForeground': '#cccccc',
      '--vscode-dropdown-background': '#313131',
      '--vscode-dropdown-border': '#3c3c3c',
      '--vscode-dropdown-foreground': '#cccccc',
      '--vscode-editorHoverWidget-background': '#202020',
      '--vscode-editorHoverWidget-border': '#454545',
    },
  },
  highContrast: {
    body: 'vscode-high-contrast',
    variables: {
      ...font,
      '--vscode-editor-background': '#000000',
      '--vscode-foreground': '#ffffff',
      '--vscode-focusBorder': '#f38518',
      '--vscode-contrastBorder': '#6fc3df',
      '--vscode-button-background': '#000000',
      '--vscode-button-foreground': '#ffffff',
      '--vscode-button-border': '#6fc3df',
      '--vscode-dropdown-background': '#000000',
      '--vscode-dropdown-border': '#6fc3df',
      '--vscode-dropdown-foreground': '#ffffff',
      '--vscode-editorHoverWidget-background': '#0c141f',
      '--vscode-editorHoverWidget-border': '#6fc3df',
    },
  },
  highContrastLight: {
    body: 'vscode-high-contrast-light vscode-high-contrast',
    variables: {
      ...font,
      '--vscode-editor-background': '#ffffff',
      '--vscode-foreground': '#292929',
      '--vscode-focusBorder': '#006bbd',
      '--vscode-contrastBorder': '#0f4a85',
      '--vscode-button-background': '#0f4a85',
      '--vscode-button-foreground': '#ffffff',
      '--vscode-dropdown-background': '#ffffff',
      '--vscode-dropdown-border': '#0f4a85',
      '--vscode-dropdown-foreground': '#292929',
    },
  },
}
