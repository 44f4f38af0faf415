FROM ros:humble
SHELL ["/bin/bash", "-c"]
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential python3-colcon-common-extensions \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /ros2_ws
COPY src src
RUN source /opt/ros/humble/setup.bash && colcon build --merge-install
CMD ["bash", "-c", "source install/setup.bash && ros2 launch survey main.launch.py"]
