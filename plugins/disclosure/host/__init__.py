"""The host: the link between Pelican and the build, and what a build prints.

    generator       Pelican's calls → the steps of the build
    gate            what Pelican may write and copy: its pages, and files that they link to
    copied_files    the checks of these files
    page_body       bodies of Pelican's own pages, sanitised like those of items
    page_reader     Markdown files of Pelican's own pages, read as items are
    other_plugins   files that another plugin writes, too
    writer          Pelican's writer, which leaves unchanged files alone
    console         progress and problems, in Chinese
    problem_list    problems as JSON, for programs
    template_cache  compiled templates in the cache folder
    keyboard_library  the packages of the keyboard on the page, installed where a setting asks for it
    npm_packages    npm packages, pinned and installed into the environment
    configuration   what is wrong with a configuration, before Pelican uses it
    setting_places  file and line of a fault of the settings
    own_templates   what of a site's own templates no page would show
    missing_plugins plugins of Pelican that are named and not there
    machine         errors of the machine (disk full and the like), in Chinese
    pelican_settings    Pelican's settings as every site has them
"""
