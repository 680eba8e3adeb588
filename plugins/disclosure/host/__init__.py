"""The host: where Pelican meets the plugin, and what people read of a build.

    generator       Pelican's calls → the build
    page_body       bodies of Pelican's own pages, as safe as those of items
    writer          Pelican's writer, made to leave unchanged files alone
    console         progress, problems and summary, in Chinese
    machine         what a machine does to a build, in words
"""
